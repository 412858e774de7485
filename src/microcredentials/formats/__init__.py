"""One module per format: each turns a document into plain JSON."""
