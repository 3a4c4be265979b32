"""Shell: filters, session, navigation and errors around a page."""
