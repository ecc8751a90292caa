"""Word documents, and what Word puts on the clipboard, on their way to the recogniser (docs/import.md)."""
