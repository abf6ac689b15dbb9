import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** {@code BareList FILE TABLE}: opens a SQLite file and prints 50 trials of a table set. */
public class BareList {
    public static void main(String[] args) throws SQLException {
        StringBuilder page = new StringBuilder();
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + args[0]);
                Statement statement = connection.createStatement();
                ResultSet rows =
                        statement.executeQuery(
                                "SELECT id, status, params, metrics FROM \""
                                        + args[1]
                                        + "\" ORDER BY id LIMIT 50")) {
            while (rows.next())
                for (int column = 1; column <= 4; column++)
                    page.append(rows.getString(column)).append(column == 4 ? '\n' : '\t');
        }
        System.out.print(page);
    }
}
