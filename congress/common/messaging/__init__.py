"""Telling people: messages in the portal, e-mail behind them, reminders of what is due."""
