"""Messages outside the portal (e-mail, enterprise chat, SMS gateway): they say that something waits, never what."""
