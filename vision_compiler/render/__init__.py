"""Document → pieces of HTML (``manuscript``), with the text of their stylesheets."""
