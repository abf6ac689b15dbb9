import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/** The tables that a finished trial leaves rows in beside its own, column by column. */
final class QueueRows {
    private QueueRows() {}

    /** Makes them; {@code id} is the type of a key that counts up, {@code code} that of words. */
    static void create(Connection connection, String id, String code) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(
                    "CREATE TABLE IF NOT EXISTS attempt (trial BIGINT, number BIGINT, worker %1$s NOT NULL, host TEXT NOT NULL, pid BIGINT NOT NULL, scheduler TEXT, native_id TEXT, array_index BIGINT, devices TEXT, directory TEXT, deadline BIGINT, started BIGINT, ended BIGINT, outcome %1$s, cause %1$s, exit_code BIGINT, error TEXT, bundle %1$s, versions TEXT, git_commit TEXT, git_dirty BOOLEAN, pid_start BIGINT, PRIMARY KEY (trial, number))"
                            .formatted(code));
            statement.execute(
                    "CREATE TABLE IF NOT EXISTS event (id %1$s, time BIGINT NOT NULL, kind %2$s NOT NULL, first_trial BIGINT, last_trial BIGINT, attempt BIGINT, worker %2$s, host TEXT, detail TEXT)"
                            .formatted(id, code));
            statement.execute("CREATE INDEX IF NOT EXISTS event_trial ON event (first_trial)");
        }
    }
}
