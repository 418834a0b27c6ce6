"""The web edition: pages as files of text, made from the same Plan and Documents as the PDFs."""
