"""HTML → pages. Everything that touches WeasyPrint, Pango and fonts is in this folder."""
