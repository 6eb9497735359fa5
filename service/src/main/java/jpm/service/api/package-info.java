/** The Cloud Debugger v2 REST API: routes, requests and answers. */
@NullMarked
package jpm.service.api;

import org.jspecify.annotations.NullMarked;
