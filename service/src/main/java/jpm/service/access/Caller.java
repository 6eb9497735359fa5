package jpm.service.access;

import java.util.Set;

/**
 * Who makes a request.
 *
 * @param name an e-mail address or another name; empty when nobody knows it
 */
public record Caller(Set<Role> roles, String name) {
    /** Anyone, where no tokens were configured. */
    public static final Caller ANYONE = new Caller(Set.of(Role.values()), "");

    /** Someone who may do nothing that needs a role. */
    public static final Caller NOBODY = new Caller(Set.of(), "");

    public Caller {
        roles = Set.copyOf(roles);
    }

    public boolean is(Role role) {
        return roles.contains(role);
    }
}
