package mydriver.job;

import java.util.Map;
import java.util.Objects;

/**
 * How a job ended when it did not throw: done, or incomplete and to be queued again.
 *
 * @param complete whether the trial is finished; when false the trial is queued again and its files
 *     are handed on
 * @param metrics final metrics, stored as if reported; may be empty
 */
public record Outcome(boolean complete, Metrics metrics) {
    /** Checks that nothing is missing. */
    public Outcome {
        Objects.requireNonNull(metrics, "metrics");
    }

    /** Returns the outcome of a finished trial. */
    public static Outcome done() {
        return new Outcome(true, Metrics.none());
    }

    /**
     * Returns the outcome of a finished trial with its last metrics.
     *
     * @param metrics from name to number or text
     */
    public static Outcome done(Map<String, ?> metrics) {
        return new Outcome(true, Metrics.of(metrics));
    }

    /** Returns the outcome of a job that saved its state and wants to be queued again. */
    public static Outcome incomplete() {
        return new Outcome(false, Metrics.none());
    }
}
