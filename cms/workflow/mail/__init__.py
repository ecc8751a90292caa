"""The review's mail: who is told what, in which words, when, and what happens if it cannot be sent."""
