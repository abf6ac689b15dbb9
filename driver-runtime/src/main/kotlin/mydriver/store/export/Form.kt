package mydriver.store.export

/** What a cell of an [ExportRow] holds, and how its bytes are to be read. */
public enum class Form {
    /** Nothing: the trial has no such value. */
    MISSING,

    /** A whole number that fits 64 bits, in decimal digits. */
    INTEGER,

    /** A finite double as Java writes it: `0.1`, `1.0E-5`, `-0.0`. */
    REAL,

    /** A double that JSON has no number for: `NaN`, `Infinity` or `-Infinity`. */
    SPECIAL,

    /** True; the bytes are `true`. */
    TRUE,

    /** False; the bytes are `false`. */
    FALSE,

    /** Milliseconds since 1970 UTC, in decimal digits. */
    TIME,

    /** Text as it is, in UTF-8. */
    TEXT,

    /** Text as it stands between the quotes of JSON, with escapes in it. */
    ESCAPED,
}
