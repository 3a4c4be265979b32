"""Results -> files as bytes, pure: no Streamlit, no disk."""
