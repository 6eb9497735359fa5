package jpm.e2e.program;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** An H2 database with a faulty function of the application; the thread that asks dies of it. */
public final class DiscountDatabase {
    private DiscountDatabase() {}

    public static void main(String[] args) throws Exception {
        try (Connection connection = DriverManager.getConnection("jdbc:h2:mem:shop")) {
            prepare(connection);
            Thread asking = new Thread(() -> report(connection, "ann"), "report");
            asking.start();
            asking.join();
        }
        System.out.println("closed");
    }

    private static void prepare(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("create table orders(customer varchar, cents bigint, coupon varchar)");
            statement.execute("insert into orders values ('ann', 1999, 'TEN'), ('ann', 500, null)");
            statement.execute("create alias discount for \"" + DiscountDatabase.class.getName() + ".discount\"");
        }
    }

    private static void report(Connection connection, String customer) {
        String sql = "select cents, discount(cents, coupon) from orders where customer = '" + customer + "'";
        int rows = 0;
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            while (result.next()) {
                rows++;
            }
        } catch (SQLException e) {
            throw new IllegalStateException("no report after " + rows, e);
        }
    }

    /** Called by the database; has forgotten that there may be no coupon. */
    public static long discount(long cents, String coupon) {
        int letters = coupon.length();
        return cents / letters;
    }
}
