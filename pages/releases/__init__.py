"""Page: releases."""
