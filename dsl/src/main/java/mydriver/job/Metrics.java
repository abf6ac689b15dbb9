package mydriver.job;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Immutable metrics of a trial, from name to {@link Double}, {@link Long} or {@link String}.
 *
 * <p>Numbers of other types are converted; booleans become 0 and 1. A name or value of any other
 * kind is refused with an {@link IllegalArgumentException} that names it.
 */
public final class Metrics {
    /** The longest name a metric may have, in characters. */
    public static final int LONGEST_NAME = 1_000;

    private static final Metrics NONE = new Metrics(Map.of());

    private final Map<String, Object> values;

    private Metrics(Map<String, Object> values) {
        this.values = Collections.unmodifiableMap(values);
    }

    /** Returns no metrics. */
    public static Metrics none() {
        return NONE;
    }

    /**
     * Returns the metrics of a map.
     *
     * @param values from name to number, boolean or text
     * @throws IllegalArgumentException naming the first metric whose name or value cannot be stored
     */
    public static Metrics of(Map<?, ?> values) {
        Map<String, Object> checked = new LinkedHashMap<>();
        values.forEach((name, value) -> checked.put(checkedName(name), checkedValue(name, value)));
        return new Metrics(checked);
    }

    /**
     * Returns the name, checked.
     *
     * @param name the name of a metric
     * @throws IllegalArgumentException if it is no text, empty, too long, or holds U+0000 or a lone
     *     surrogate
     */
    public static String checkedName(Object name) {
        if (!(name instanceof String text)) {
            throw new IllegalArgumentException("a metric's name must be text, not " + name);
        }
        if (text.isEmpty() || text.length() > LONGEST_NAME) {
            throw new IllegalArgumentException(
                    "a metric's name must have 1 to %,d characters, not %,d: \"%s\""
                            .formatted(
                                    LONGEST_NAME,
                                    text.length(),
                                    text.substring(0, Math.min(60, text.length()))));
        }
        return checkedText("metric name \"" + text + "\"", text);
    }

    /** Returns the values by name, in the order in which they were given. */
    public Map<String, Object> values() {
        return values;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Metrics metrics && metrics.values.equals(values);
    }

    @Override
    public int hashCode() {
        return values.hashCode();
    }

    @Override
    public String toString() {
        return values.toString();
    }

    private static Object checkedValue(Object name, Object value) {
        if (value instanceof Double || value instanceof Long) {
            return value;
        }
        if (value instanceof Integer || value instanceof Short || value instanceof Byte) {
            return ((Number) value).longValue();
        }
        if (value instanceof Number number) {
            return number.doubleValue();
        }
        if (value instanceof Boolean flag) {
            return flag ? 1L : 0L;
        }
        if (value instanceof String text) {
            return checkedText("metric \"" + name + "\"", text);
        }
        throw new IllegalArgumentException(
                "metric \"%s\" is %s: metrics are numbers or text"
                        .formatted(
                                name, value == null ? "null" : "a " + value.getClass().getName()));
    }

    private static String checkedText(String what, String text) {
        for (int i = 0; i < text.length(); i++) {
            char unit = text.charAt(i);
            boolean pair =
                    Character.isHighSurrogate(unit)
                            && i + 1 < text.length()
                            && Character.isLowSurrogate(text.charAt(i + 1));
            if (unit == 0 || (Character.isSurrogate(unit) && !pair)) {
                throw new IllegalArgumentException(
                        what
                                + " holds U+%04X at character %d, which no database can store"
                                        .formatted((int) unit, i));
            }
            i += pair ? 1 : 0;
        }
        return text;
    }
}
