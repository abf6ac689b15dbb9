package mydriver.store;

/** Params as a Java record. */
public record PointRecord(double lr, int layers, String name) {}
