package jpm.e2e.program.tomcat.web;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** Divides, in a thread of its own, by what it was asked with. */
public final class Till extends HttpServlet {
    private static final long serialVersionUID = 1;
    private static int opened;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        String shop = request.getContextPath();
        int cents = Integer.parseInt(request.getParameter("cents"));
        int people = Integer.parseInt(request.getParameter("people"));
        Thread clerk = new Thread(() -> share(shop, cents, people), "clerk of " + shop);
        clerk.start();
        try {
            clerk.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        response.getWriter().print("opened " + opened + " times");
    }

    private static void share(String shop, int cents, int people) {
        int number = ++opened;
        System.out.println(shop + " " + number + ": " + cents / people);
    }
}
