package io.voicewebhooks.support;

import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.condition.EnabledIf;

/** A class of tests that is skipped, and says why, where there is no browser. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Inherited
@EnabledIf(
        value = "io.voicewebhooks.support.Browser#isHere",
        disabledReason =
                "no browser: chromium and chromedriver are neither on the PATH nor named by -Dtest.chromium= and"
                        + " -Dtest.chromedriver= (apt-get install chromium chromium-driver)")
public @interface NeedsBrowser {}
