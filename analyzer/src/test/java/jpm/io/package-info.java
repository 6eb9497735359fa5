@org.jspecify.annotations.NullMarked
package jpm.io;
