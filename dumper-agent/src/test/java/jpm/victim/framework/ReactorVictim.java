package jpm.victim.framework;

import reactor.core.publisher.Flux;

/** A subscriber of Reactor that does not look at errors. */
public final class ReactorVictim {
    private ReactorVictim() {}

    public static void main(String[] args) {
        try {
            Flux.just(3).map(apples -> Shop.sell(apples)).subscribe(sold -> System.out.println("sold " + sold));
        } catch (RuntimeException e) {
            System.out.println(e.getClass().getSimpleName());
        }
        System.out.println("subscribed");
    }
}
