/** What is in each web application. */
@NullMarked
package jpm.e2e.program.tomcat.web;

import org.jspecify.annotations.NullMarked;
