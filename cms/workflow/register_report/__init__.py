"""The register of decisions as the office reads it: narrowed, on screen, as XLSX and CSV."""
