import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * {@code BareSqliteInsert FILE N}: inserts N rows by a prepared batch in one transaction, ignoring
 * those there.
 */
public class BareSqliteInsert {
    public static void main(String[] args) throws SQLException {
        int count = Integer.parseInt(args[1]);
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + args[0])) {
            try (Statement statement = connection.createStatement()) {
                // As mydriver opens its files.
                statement.execute("PRAGMA journal_mode = WAL");
                statement.execute("PRAGMA synchronous = NORMAL");
                statement.execute("PRAGMA cache_size = -65536");
            }
            connection.setAutoCommit(false);
            Rows.create(connection, "INTEGER PRIMARY KEY AUTOINCREMENT", "TEXT", "TEXT");
            insert(connection, count);
            connection.commit();
        }
    }

    private static void insert(Connection connection, int count) throws SQLException {
        String sql =
                "INSERT OR IGNORE INTO trial (%s) VALUES (?, 0, ?, ?, '{}', 'QUEUED', 1.0, 0, 0, 0, 1, NULL, 0, NULL, %d)"
                        .formatted(Rows.COLUMNS, System.currentTimeMillis());
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < count; i++) {
                statement.setString(1, Rows.fingerprint(i));
                statement.setString(2, Rows.params(i));
                statement.setLong(3, Rows.seed(i));
                statement.addBatch();
                if (i % 1000 == 999) statement.executeBatch();
            }
            statement.executeBatch();
        }
    }
}
