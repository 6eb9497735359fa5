/** Programs whose code fails inside a framework, which goes on. */
@org.jspecify.annotations.NullMarked
package jpm.victim.framework;
