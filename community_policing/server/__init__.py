"""Server: the ASGI layer in front of Streamlit."""
