import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * The rows that the bare programs write: those of {@code scripts/insert.exp.kts}, column by column,
 * in a table with the indexes of a table set.
 *
 * <p>Fingerprint and seed are made of the row's number without hashing it by SHA-256. They are as
 * long and as scattered as real ones, so that the database has the same work; the hashing is what
 * the bare programs are spared.
 */
final class Rows {
    static final String COLUMNS =
            "fingerprint, replicate, params, seed, metrics, status, priority, attempts, failures, not_before, cpus, memory,"
                    + " gpus, bundle, created";

    private static final String[] OPTIMIZERS = {"SGD", "ADAM"};
    private static final String HEX = "0123456789abcdef";

    private Rows() {}

    static String params(int i) {
        return "{\"lr\":"
                + (1 + i % 1000) / 1000.0
                + ",\"layers\":"
                + i % 7
                + ",\"optimizer\":\""
                + OPTIMIZERS[i % 2]
                + "\",\"seed\":"
                + i
                + ",\"note\":\"point "
                + i
                + "\"}";
    }

    static String fingerprint(int i) {
        char[] digits = new char[64];
        for (int part = 0; part < 4; part++) {
            long bits = scattered(4L * i + part);
            for (int at = 0; at < 16; at++)
                digits[16 * part + at] = HEX.charAt((int) (bits >>> 4 * at) & 15);
        }
        return new String(digits);
    }

    static long seed(int i) {
        return scattered(-1L - i);
    }

    /** The finaliser of SplitMix64 (Steele, Lea, Flood: Fast splittable generators, 2014). */
    private static long scattered(long n) {
        long z = n * 0x9e3779b97f4a7c15L;
        z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        return z ^ (z >>> 31);
    }

    /**
     * Makes the table if it is not there; the types are those that the database's table sets have.
     */
    static void create(Connection connection, String id, String text, String json)
            throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(
                    "CREATE TABLE IF NOT EXISTS trial (id %1$s, fingerprint %2$s NOT NULL, replicate BIGINT NOT NULL, params %3$s NOT NULL, metrics %3$s NOT NULL, status %2$s NOT NULL, priority DOUBLE PRECISION NOT NULL, attempts BIGINT NOT NULL, failures BIGINT NOT NULL, not_before BIGINT NOT NULL, claimed_by %2$s, lease_until BIGINT, seed BIGINT NOT NULL, parent BIGINT, cpus BIGINT NOT NULL, memory BIGINT, gpus BIGINT NOT NULL, bundle %2$s, error TEXT, created BIGINT NOT NULL, started BIGINT, ended BIGINT, losses BIGINT NOT NULL DEFAULT 0, stalls BIGINT NOT NULL DEFAULT 0, walltime BIGINT)"
                            .formatted(id, text, json));
            statement.execute(
                    "CREATE UNIQUE INDEX IF NOT EXISTS trial_identity ON trial (fingerprint, replicate) WHERE status <> 'VOID'");
            statement.execute(
                    "CREATE INDEX IF NOT EXISTS trial_queue ON trial (priority DESC, id) WHERE status = 'QUEUED'");
            statement.execute(
                    "CREATE INDEX IF NOT EXISTS trial_claimed ON trial (id) WHERE claimed_by IS NOT NULL");
        }
    }
}
