"""What every page is built of: the only modules, besides the frame and the pages, that know Streamlit."""
