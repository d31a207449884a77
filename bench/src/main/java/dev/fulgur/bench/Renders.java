package dev.fulgur.bench;

import com.hubspot.jinjava.Jinjava;
import dev.fulgur.jinja.JinjaEnvironment;
import dev.fulgur.jinja.Template;
import dev.fulgur.jinja.UndefinedKind;
import io.pebbletemplates.pebble.PebbleEngine;
import io.pebbletemplates.pebble.template.PebbleTemplate;
import java.io.IOException;
import java.io.StringWriter;
import java.util.Map;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/// One template rendered, or compiled, by one engine.
@State(Scope.Thread)
public class Renders {

  /// The property that names the template.
  static final String CASE = "fulgur.bench.case";

  private final JinjaEnvironment environment =
      JinjaEnvironment.builder()
          .undefined(UndefinedKind.STRICT)
          .trimBlocks(true)
          .lstripBlocks(true)
          .promptFilters()
          .build();
  private final Jinjava jinjava = new Jinjava();
  private final PebbleEngine pebble =
      new PebbleEngine.Builder()
          .loader(new io.pebbletemplates.pebble.loader.StringLoader())
          .autoEscaping(false)
          .cacheActive(false)
          .build();

  private String text = "";
  private Map<String, Object> inputs = Map.of();
  private Template template = environment.compile("");
  private PebbleTemplate pebbleTemplate = pebble.getLiteralTemplate("");

  /// Made by JMH.
  public Renders() {}

  /// Compiles the template for the engines that keep compiled ones.
  @Setup
  public void compile() {
    String name = System.getProperty(CASE, RenderCases.NAMES.getFirst());
    text = RenderCases.template(name);
    inputs = RenderCases.inputs(name);
    template = environment.compile(text);
    pebbleTemplate = pebble.getLiteralTemplate(text);
  }

  @Benchmark
  public String fulgur() {
    return template.render(inputs);
  }

  @Benchmark
  public Template fulgurCompile() {
    return environment.compile(text);
  }

  @Benchmark
  public String jinjava() {
    return jinjava.render(text, inputs);
  }

  @Benchmark
  public String pebble() throws IOException {
    StringWriter out = new StringWriter();
    pebbleTemplate.evaluate(out, inputs);
    return out.toString();
  }

  @Benchmark
  public PebbleTemplate pebbleCompile() {
    return pebble.getLiteralTemplate(text);
  }
}
