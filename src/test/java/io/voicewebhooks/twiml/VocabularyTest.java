package io.voicewebhooks.twiml;

import static org.assertj.core.api.Assertions.assertThat;

import com.twilio.twiml.GenericNode;
import com.twilio.twiml.TwiML;
import com.twilio.twiml.VoiceResponse;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Twilio's own library is the judge of our table: what it can build is known. */
class VocabularyTest {
    /** Made from strings, not attributes of their own. */
    private static final Set<String> NOT_ATTRIBUTES = Set.of("addText", "Dial.number", "Sip.sipUrl", "Uri.sipUrl");
    /** Names that Java does not allow, or that are texts. */
    private static final Set<String> OTHERWISE = Set.of(
            "Prompt.for_",
            "Prompt.attempt",
            "lang.xmlLang",
            "say-as.interpretA",
            "Play.url",
            "Client.identity",
            "Enqueue.name",
            "Pay.validCardType");

    private final Set<Class<?>> seen = new HashSet<>();
    private final Set<String> unknown = new TreeSet<>();

    @Test
    void everythingThatTwiliosLibraryBuildsIsKnown() throws ClassNotFoundException {
        visit("Response", VoiceResponse.class);

        assertThat(seen).hasSizeGreaterThan(50);
        assertThat(unknown).isEmpty();
    }

    private void visit(String name, Class<?> type) throws ClassNotFoundException {
        if (!seen.add(type)) {
            return;
        }
        Vocabulary.Element element = Vocabulary.find(name).orElse(null);
        if (element == null) {
            unknown.add(name);
            return;
        }
        for (Method method : Class.forName(type.getName() + "$Builder").getMethods()) {
            if (method.getParameterCount() != 1
                    || Modifier.isStatic(method.getModifiers())
                    || !TwiML.Builder.class.isAssignableFrom(method.getReturnType())) {
                continue;
            }
            Class<?> parameter = method.getParameterTypes()[0];
            if (parameter == GenericNode.class) {
                continue;
            }
            if (TwiML.class.isAssignableFrom(parameter)) {
                if (!element.children().contains(name(parameter))) {
                    unknown.add(name + " > " + name(parameter));
                }
                visit(name(parameter), parameter);
            } else {
                attribute(name, element, method);
            }
        }
    }

    private void attribute(String name, Vocabulary.Element element, Method method) {
        Class<?> type = method.getParameterTypes()[0];
        String attribute = method.getName();
        if (type == List.class) {
            type = (Class<?>) ((ParameterizedType) method.getGenericParameterTypes()[0]).getActualTypeArguments()[0];
        }
        if (!element.attributes().containsKey(attribute)) {
            attribute = attribute.replaceFirst("s$", "");
        }
        String place = name + "." + attribute;
        if (NOT_ATTRIBUTES.contains(attribute) || NOT_ATTRIBUTES.contains(place) || OTHERWISE.contains(place)) {
            return;
        }
        Vocabulary.Rule rule = element.attributes().get(attribute);
        if (rule == null) {
            unknown.add(place);
        } else if (type.isEnum() && type != com.twilio.http.HttpMethod.class) {
            Arrays.stream(type.getEnumConstants())
                    .filter(value -> !rule.accepts(value.toString()))
                    .forEach(value -> unknown.add(place + "=" + value));
        } else if (type == Boolean.class && !(rule.accepts("true") && rule.accepts("false"))) {
            unknown.add(place + "=true");
        } else if (type == Integer.class && rule.accepts("x")) {
            unknown.add(place + " is a number");
        }
    }

    private static String name(Class<?> type) {
        String name = type.getSimpleName();
        return switch (name) {
            case "ReferSip" -> "Sip";
            case "SipUri" -> "Uri";
            default ->
                name.startsWith("Ssml")
                        ? name.substring(4).replaceAll("(?<!^)([A-Z])", "-$1").toLowerCase(Locale.ROOT)
                        : name;
        };
    }
}
