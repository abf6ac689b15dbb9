import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * {@code RunAll URL PREFIX}: leaves in a table set of queued trials what workers leave that have
 * run them, with a few statements for all: most are done, with six metrics, some failed after a
 * second attempt, some wait, are held, run, were cancelled or are void.
 *
 * <p>All follows from the ids, so that both databases hold the same.
 */
public class RunAll {
    private static final String NOW = "1790000000000";
    private final String prefix;
    private final boolean sqlite;

    private RunAll(String prefix, boolean sqlite) {
        this.prefix = prefix;
        this.sqlite = sqlite;
    }

    public static void main(String[] args) throws SQLException {
        RunAll work = new RunAll(args[1], args[0].startsWith("jdbc:sqlite:"));
        try (Connection connection = DriverManager.getConnection(args[0]);
                Statement statement = connection.createStatement()) {
            if (work.sqlite) statement.execute("PRAGMA cache_size = -262144");
            connection.setAutoCommit(false);
            for (String sql : work.statements()) statement.execute(sql);
            connection.commit();
            connection.setAutoCommit(true);
            // What autovacuum does by itself before long, and what closing a file does.
            statement.execute(work.sqlite ? "PRAGMA wal_checkpoint(TRUNCATE)" : "VACUUM ANALYZE");
        }
    }

    private String[] statements() {
        return new String[] {
            names(),
            "UPDATE "
                    + table("trial")
                    + " SET "
                    + ends()
                    + " WHERE id % 200 NOT BETWEEN 186 AND 195",
            "UPDATE "
                    + table("trial")
                    + " SET status = 'RUNNING', claimed_by = 'w', lease_until = 4102444800000, ended = NULL,"
                    + " metrics = '{}', error = NULL, attempts = 1, failures = 0 WHERE id % 20000 = 77",
            attempts(1, "id % 200 < 198"),
            attempts(2, "id % 200 BETWEEN 176 AND 185"),
        };
    }

    private String names() {
        StringBuilder rows = new StringBuilder();
        String[] metrics = {
            "train_loss", "valid_loss", "valid_error", "test_loss", "epochs", "seconds"
        };
        for (int i = 0; i < metrics.length; i++) {
            String kind = metrics[i].equals("epochs") ? "'integer'" : "'real'";
            rows.append(i == 0 ? "" : ", ")
                    .append(
                            "('metric', '"
                                    + metrics[i]
                                    + "', "
                                    + kind
                                    + ", "
                                    + kind
                                    + ", "
                                    + i
                                    + ", FALSE)");
        }
        return "INSERT INTO "
                + table("name")
                + " (namespace, name, kind, first_kind, position, identity) VALUES "
                + rows;
    }

    private String ends() {
        String at = "id % 200";
        String failed = at + " BETWEEN 176 AND 185";
        return "status = CASE WHEN "
                + at
                + " < 176 THEN 'DONE' WHEN "
                + failed
                + " THEN 'FAILED' WHEN "
                + at
                + " < 198 THEN 'CANCELLED' WHEN "
                + at
                + " = 198 THEN 'HELD' ELSE 'VOID' END, metrics = CASE WHEN "
                + at
                + " < 176 THEN "
                + object(
                        "'train_loss', "
                                + part(1, 2)
                                + ", 'valid_loss', "
                                + part(2, 3)
                                + ", 'valid_error', "
                                + part(3, 1)
                                + ", 'test_loss', "
                                + part(4, 3)
                                + ", 'epochs', id % 300, 'seconds', "
                                + part(5, 3600))
                + " WHEN "
                + failed
                + " THEN "
                + object("'train_loss', 'NaN', 'epochs', id % 9")
                + " ELSE '{}' END, attempts = CASE WHEN "
                + failed
                + " THEN 2 WHEN "
                + at
                + " < 198 THEN 1 ELSE 0 END, failures = CASE WHEN "
                + failed
                + " THEN 2 ELSE 0 END, error = CASE WHEN "
                + failed
                + " THEN 'java.lang.ArithmeticException: the loss is NaN, in epoch ' || id % 9 END, started = "
                + NOW
                + " + id, ended = "
                + NOW
                + " + 60000 + id * 2";
    }

    private String attempts(int number, String which) {
        String outcome =
                number == 2
                        ? "'FAILED'"
                        : "CASE WHEN id % 200 < 176 THEN 'DONE' WHEN id % 200 < 186 THEN"
                                + " 'FAILED' ELSE 'CANCELLED' END";
        return "INSERT INTO "
                + table("attempt")
                + " (trial, number, worker, host, pid, started, ended, outcome, cause, exit_code) SELECT id, "
                + number
                + ", 'w' || id % 64, 'node' || id % 32, 1000 + id % 500, "
                + NOW
                + " + id, CASE status WHEN 'RUNNING'"
                + " THEN NULL ELSE "
                + NOW
                + " + 60000 + id * 2 END, CASE status WHEN 'RUNNING' THEN NULL ELSE "
                + outcome
                + " END, CASE status WHEN 'FAILED' THEN 'ERROR' END, CASE status WHEN 'FAILED' THEN 1 END"
                + " FROM "
                + table("trial")
                + " WHERE status <> 'QUEUED' AND "
                + which;
    }

    /** A number from 0 to {@code most}, scattered over the ids. */
    private static String part(int salt, int most) {
        return "CAST(((id * 2654435761 + "
                + salt * 7368787L
                + ") % 1000003) AS DOUBLE PRECISION) * "
                + most
                + " / 1000003";
    }

    private String object(String members) {
        return (sqlite ? "json_object(" : "jsonb_build_object(")
                + members
                + ")"
                + (sqlite ? "" : "");
    }

    private String table(String name) {
        return '"' + prefix + '_' + name + '"';
    }
}
