"""Community Policing Programme: data flows one way, from files to Results.  See docs/architecture.md."""
