"""Mail: who subscribed to what, what is due to whom, how it is made as its recipient sees it, and how it is sent once."""
