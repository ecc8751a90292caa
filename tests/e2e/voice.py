"""A browser with voices, for pages that read themselves aloud."""

# A voice that says at once what it is given, and keeps it: what a browser with that voice would do.
_VOICE = """
  window.said = [];
  window.voices = LANGUAGES;
  class Fake extends EventTarget {
    getVoices() { return window.voices.map(lang => ({lang, name: lang, localService: true})); }
    speak(utterance) {
      window.said.push(utterance.text);
      window.saidIn = [utterance.lang, utterance.voice.lang];
      this.current = utterance;
      if (!window.slow) setTimeout(() => { if (this.current === utterance) utterance.onend({}); }, 0);
    }
    cancel() { this.current = null; }
  }
  window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };
  Object.defineProperty(window, "speechSynthesis", {value: new Fake()});
"""


def voice(*languages: str) -> str:
    """Return the script that gives a page a voice of each of these languages."""
    return _VOICE.replace("LANGUAGES", repr(list(languages)))
