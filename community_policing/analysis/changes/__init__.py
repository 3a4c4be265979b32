"""Changes: what a release does to rows and figures."""
