"""The benchmark suite, run by `make bench`: every page beside an empty Streamlit page, measured in one run."""
