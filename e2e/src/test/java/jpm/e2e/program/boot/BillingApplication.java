package jpm.e2e.program.boot;

import org.springframework.boot.CommandLineRunner;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Bills two things, the second of which has no price. */
@Configuration(proxyBeanMethods = false)
public class BillingApplication {
    public static void main(String[] args) {
        new SpringApplicationBuilder(BillingApplication.class)
                .web(WebApplicationType.NONE)
                .properties("spring.main.banner-mode=off", "spring.main.log-startup-info=false")
                .run(args);
    }

    @Bean
    Billing billing() {
        return new Billing();
    }

    @Bean
    CommandLineRunner run(Billing billing) {
        return arguments -> {
            String customer = "ann";
            System.out.println(billing.bill(customer, "MUG-07"));
            System.out.println(billing.bill(customer, "MUG-07", "TEE-RED"));
        };
    }
}
