// The verdicts of veraPDF about the files named in the arguments, as JSON: {file: {flavour: verdict}}.
// tests/validators.py runs it in Rhino, the JavaScript engine that veraPDF brings for its own rules.
// Whatever goes wrong (a file that is no PDF, a flavour without rules) ends the run with an error.

const FLAVOURS = ["ua1", "3a"];
const EXAMPLES = 3;

java.util.logging.LogManager.getLogManager().reset();
org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider.initialise();
const foundry = org.verapdf.pdfa.Foundries.defaultInstance();

function judged(file, id) {
  const flavour = org.verapdf.pdfa.flavours.PDFAFlavour.byFlavourId(id);
  const parser = foundry.createParser(new java.io.File(file), flavour);
  const result = foundry.createValidator(flavour, EXAMPLES, false, true, false).validate(parser);
  parser.close();
  return {
    isCompliant: result.isCompliant(),
    checks: result.getTotalAssertions(),
    failures: Array.from(result.getTestAssertions().toArray()).map(function (each) {
      return {
        rule: each.getRuleId().getClause() + "-" + each.getRuleId().getTestNumber(),
        times: Number(result.getFailedChecks().get(each.getRuleId())),
        message: String(each.getErrorMessage() || each.getMessage()),
        place: String(each.getLocation().getContext()),
      };
    }),
  };
}

const verdicts = {};
Array.from(arguments).forEach(function (file) {
  verdicts[file] = {};
  FLAVOURS.forEach(function (id) {
    verdicts[file][id] = judged(file, id);
  });
});
print(JSON.stringify(verdicts));
