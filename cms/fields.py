"""Text fields that clean what Word and phones leave in a text, wherever the value comes from."""

from django.db import models

from cms import vietnamese


class NormalisedCharField(models.CharField):
    """One line of text: NFC, no-break spaces made spaces, runs collapsed, invisible characters gone."""

    def to_python(self, value):
        value = super().to_python(value)
        return vietnamese.normalise(value) if isinstance(value, str) else value

    def pre_save(self, model_instance, add):
        value = self.to_python(getattr(model_instance, self.attname))
        setattr(model_instance, self.attname, value)
        return value


class NormalisedTextField(models.TextField):
    """Text of several lines, cleaned like :class:`NormalisedCharField`, line breaks kept."""

    def to_python(self, value):
        value = super().to_python(value)
        return vietnamese.normalise_lines(value) if isinstance(value, str) else value

    def pre_save(self, model_instance, add):
        value = self.to_python(getattr(model_instance, self.attname))
        setattr(model_instance, self.attname, value)
        return value
