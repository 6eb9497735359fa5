package jpm.victim.framework;

import org.apache.catalina.Context;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.Wrapper;
import org.apache.catalina.startup.Tomcat;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.context.support.AnnotationConfigWebApplicationContext;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.DispatcherServlet;
import org.springframework.web.servlet.config.annotation.EnableWebMvc;

/** Controllers of Spring MVC, with an exception handler for all. */
public final class SpringVictim {
    private SpringVictim() {}

    @EnableWebMvc
    static class Settings {}

    @RestController
    static class ShopController {
        @GetMapping("/shop")
        String shop() {
            return "sold " + Shop.sell(3);
        }

        @GetMapping("/gone")
        String gone() {
            throw new ResponseStatusException(HttpStatus.GONE, "no longer");
        }
    }

    @ControllerAdvice
    static class Advice {
        @ExceptionHandler(IllegalStateException.class)
        ResponseEntity<String> failed(IllegalStateException e) {
            return ResponseEntity.status(HttpStatus.BAD_GATEWAY).body("sorry");
        }
    }

    public static void main(String[] args) throws LifecycleException {
        AnnotationConfigWebApplicationContext beans = new AnnotationConfigWebApplicationContext();
        beans.register(Settings.class, ShopController.class, Advice.class);
        Tomcat tomcat = new Tomcat();
        tomcat.setBaseDir(System.getProperty("java.io.tmpdir"));
        tomcat.setPort(0);
        tomcat.getConnector();
        Context context = tomcat.addContext("", null);
        Wrapper wrapper = Tomcat.addServlet(context, "spring", new DispatcherServlet(beans));
        wrapper.setLoadOnStartup(1);
        context.addServletMappingDecoded("/*", "spring");
        tomcat.start();
        System.out.println(Requests.status(tomcat.getConnector().getLocalPort(), args[0]));
        tomcat.stop();
        tomcat.destroy();
    }
}
