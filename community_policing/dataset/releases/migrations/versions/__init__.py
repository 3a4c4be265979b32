"""One module a step; what is here is never changed once it was published."""
