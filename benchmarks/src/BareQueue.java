import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code BareQueue URL BATCH WORKER}: claims BATCH trials and finishes them together, again and
 * again until none is left, and writes the rows that a worker of mydriver writes: trial, attempt
 * and events.
 */
public class BareQueue {
    private static final String BUNDLE = "b".repeat(64);
    private static final String VERSIONS = "mydriver 0, Java 17";

    public static void main(String[] args) throws SQLException {
        boolean sqlite = args[0].startsWith("jdbc:sqlite:");
        int batch = Integer.parseInt(args[1]);
        try (Connection connection = DriverManager.getConnection(args[0])) {
            if (sqlite) {
                try (Statement statement = connection.createStatement()) {
                    statement.execute("PRAGMA busy_timeout = 30000");
                    statement.execute("PRAGMA journal_mode = WAL");
                    statement.execute("PRAGMA synchronous = NORMAL");
                    statement.execute("PRAGMA cache_size = -65536");
                }
                sqlite(connection, batch, args[2]);
            } else postgres(connection, batch, args[2]);
        }
    }

    /** One statement claims, one finishes; each is a transaction by itself. */
    private static void postgres(Connection connection, int batch, String worker)
            throws SQLException {
        String now = "CAST(floor(extract(epoch FROM clock_timestamp()) * 1000) AS BIGINT)";
        String claim =
                ("WITH c AS (SELECT id FROM trial WHERE status = 'QUEUED' AND not_before <= %1$s ORDER BY priority DESC, id LIMIT %2$d FOR UPDATE SKIP LOCKED),"
                                + " u AS (UPDATE trial t SET status = 'RUNNING', attempts = attempts + 1, claimed_by = ?, lease_until = %1$s + 900000 FROM c WHERE t.id = c.id RETURNING t.id, t.params, t.attempts),"
                                + " v AS (INSERT INTO event (time, kind, first_trial, last_trial, attempt, worker, host) SELECT %1$s, 'CLAIMED', min(id), max(id), 1, ?, 'host' FROM u HAVING count(*) > 0)"
                                + " SELECT id, params FROM u")
                        .formatted(now, batch);
        String finish =
                ("WITH u AS (UPDATE trial SET status = 'DONE', claimed_by = NULL, lease_until = NULL, started = %1$s, ended = %1$s WHERE id = ANY(?) AND attempts = 1 AND claimed_by = ? RETURNING id),"
                                + " a AS (INSERT INTO attempt (trial, number, worker, host, pid, started, ended, outcome, bundle, versions) SELECT id, 1, ?, 'host', 1, %1$s, %1$s, 'DONE', '%2$s', '%3$s' FROM u)"
                                + " INSERT INTO event (time, kind, first_trial, last_trial, attempt, worker, host, detail) SELECT %1$s, 'DONE', min(id), max(id), 1, ?, 'host', 'DONE' FROM u")
                        .formatted(now, BUNDLE, VERSIONS);
        try (PreparedStatement claims = connection.prepareStatement(claim);
                PreparedStatement ends = connection.prepareStatement(finish)) {
            claims.setString(1, worker);
            claims.setString(2, worker);
            for (int i = 2; i <= 4; i++) ends.setString(i, worker);
            for (List<Long> ids = ids(claims); !ids.isEmpty(); ids = ids(claims)) {
                ends.setArray(1, connection.createArrayOf("bigint", ids.toArray()));
                ends.executeUpdate();
            }
        }
    }

    private static void sqlite(Connection connection, int batch, String worker)
            throws SQLException {
        String now = "CAST(round(unixepoch('subsec') * 1000) AS INTEGER)";
        String claim =
                ("UPDATE trial SET status = 'RUNNING', attempts = attempts + 1, claimed_by = ?, lease_until = %1$s + 900000 WHERE id IN"
                                + " (SELECT id FROM trial WHERE status = 'QUEUED' AND not_before <= %1$s ORDER BY priority DESC, id LIMIT %2$d) RETURNING id, params, attempts")
                        .formatted(now, batch);
        String event =
                "INSERT INTO event (time, kind, first_trial, last_trial, attempt, worker, host, detail) VALUES (%s, ?, ?, ?, 1, '%s', 'host', ?)"
                        .formatted(now, worker);
        String end =
                "UPDATE trial SET status = 'DONE', claimed_by = NULL, lease_until = NULL, started = %1$s, ended = %1$s WHERE id = ? AND attempts = 1 AND claimed_by = '%2$s'"
                        .formatted(now, worker);
        String attempt =
                "INSERT INTO attempt (trial, number, worker, host, pid, started, ended, outcome, bundle, versions) VALUES (?, 1, '%2$s', 'host', 1, %1$s, %1$s, 'DONE', '%3$s', '%4$s')"
                        .formatted(now, worker, BUNDLE, VERSIONS);
        try (PreparedStatement begin = connection.prepareStatement("BEGIN IMMEDIATE");
                PreparedStatement commit = connection.prepareStatement("COMMIT");
                PreparedStatement claims = connection.prepareStatement(claim);
                PreparedStatement events = connection.prepareStatement(event);
                PreparedStatement ends = connection.prepareStatement(end);
                PreparedStatement attempts = connection.prepareStatement(attempt)) {
            while (true) {
                begin.execute();
                claims.setString(1, worker);
                List<Long> ids = ids(claims);
                if (!ids.isEmpty()) tell(events, "CLAIMED", ids, null);
                commit.execute();
                if (ids.isEmpty()) return;
                begin.execute();
                for (long id : ids) {
                    ends.setLong(1, id);
                    if (ends.executeUpdate() != 1) throw new IllegalStateException("lost " + id);
                    attempts.setLong(1, id);
                    attempts.executeUpdate();
                }
                tell(events, "DONE", ids, "DONE");
                commit.execute();
            }
        }
    }

    /** One event: the ids of a claim nearly always follow one another. */
    private static void tell(PreparedStatement events, String kind, List<Long> ids, String detail)
            throws SQLException {
        events.setString(1, kind);
        events.setLong(2, ids.get(0));
        events.setLong(3, ids.get(ids.size() - 1));
        events.setString(4, detail);
        events.executeUpdate();
    }

    private static List<Long> ids(PreparedStatement claims) throws SQLException {
        List<Long> ids = new ArrayList<>();
        try (ResultSet rows = claims.executeQuery()) {
            while (rows.next()) {
                ids.add(rows.getLong(1));
                if (rows.getString(2).isEmpty()) throw new IllegalStateException("no params");
            }
        }
        return ids;
    }
}
