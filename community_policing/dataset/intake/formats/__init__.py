"""File formats from outside, each read into sheets of texts as the file shows them."""
