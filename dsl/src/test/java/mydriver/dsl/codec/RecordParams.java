package mydriver.dsl.codec;

import mydriver.job.NonIdentity;

/** A params class as a Java author writes it. */
public record RecordParams(
        double lr, Integer layers, String note, Nested nested, @NonIdentity int threads) {
    /** A record within a record. */
    public record Nested(long width, boolean wide) {}
}
