"""User interface: what every page is built of; with the script and the pages, the only modules that draw with Streamlit."""
