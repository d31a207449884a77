package dev.fulgur.jinja.runtime;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What one template sees while it renders: the variables, what it assigned at its top level, its
/// blocks, and whether output is escaped. Belongs to one thread.
public final class Context {

  /// A block of a template, which renders into the output of the render.
  public interface Block {
    void render(Context context);
  }

  private final Engine engine;
  private final Render render;
  private final Variables parent;
  private final @Nullable String templateName;
  private final Escaping escaping;
  private @Nullable Map<String, Object> assigned;
  private @Nullable Set<String> exported;
  private Map<String, List<Block>> blocks = Map.of();
  private boolean keepsNames;

  /// Whether output is escaped; shared by contexts that are derived from one another.
  private static final class Escaping {
    boolean on;
  }

  private Context(
      Engine engine,
      Render render,
      Variables parent,
      @Nullable String templateName,
      Escaping escaping) {
    this.engine = engine;
    this.render = render;
    this.parent = parent;
    this.templateName = templateName;
    this.escaping = escaping;
  }

  public static Context of(
      Engine engine,
      Render render,
      Variables parent,
      @Nullable String templateName,
      boolean autoescape) {
    Escaping escaping = new Escaping();
    escaping.on = autoescape;
    return new Context(engine, render, parent, templateName, escaping);
  }

  /// A context of the same template with more names, for a block that sees its surroundings.
  public Context derive(Map<String, Object> names) {
    Context derived =
        new Context(engine, render, new Variables.Overlay(names, all()), templateName, escaping);
    if (!blocks.isEmpty()) {
      derived.blocks = new HashMap<>();
      for (Map.Entry<String, List<Block>> e : blocks.entrySet()) {
        derived.blocks.put(e.getKey(), new ArrayList<>(e.getValue()));
      }
    }
    return derived;
  }

  public Engine engine() {
    return engine;
  }

  public Render render() {
    return render;
  }

  public Budget budget() {
    return render.budget();
  }

  public Out out() {
    return render.out();
  }

  public @Nullable String templateName() {
    return templateName;
  }

  public boolean autoescape() {
    return escaping.on;
  }

  public void autoescape(boolean on) {
    escaping.on = on;
  }

  /// The value of a name, or null.
  public @Nullable Object resolve(String name) {
    if (assigned != null) {
      Object value = assigned.get(name);
      if (value != null) {
        return value;
      }
    }
    return parent.find(name);
  }

  /// Everything that is visible now; later assignments do not show.
  public Variables all() {
    return assigned == null || assigned.isEmpty()
        ? parent
        : new Variables.Overlay(new HashMap<>(assigned), parent);
  }

  /// Names that are assigned at the top level are wanted: by blocks, by templates that this one
  /// includes or extends, or by one that imports it.
  public void keepNames() {
    keepsNames = true;
  }

  /// A name assigned at the top level.
  ///
  /// @param export whether templates that import this one see it
  public void assign(String name, Object value, boolean export) {
    if (!keepsNames) {
      return;
    }
    if (assigned == null) {
      assigned = new HashMap<>();
    }
    assigned.put(name, value);
    if (export && !name.startsWith("_")) {
      if (exported == null) {
        exported = new HashSet<>();
      }
      exported.add(name);
    } else if (!export && exported != null) {
      exported.remove(name);
    }
  }

  /// What an importing template sees.
  public Map<String, Object> exports() {
    Map<String, Object> names = new HashMap<>();
    if (exported != null && assigned != null) {
      for (String name : exported) {
        Object value = assigned.get(name);
        if (value != null) {
          names.put(name, value);
        }
      }
    }
    return names;
  }

  /// The bodies of each block: the one of the template furthest from the root first.
  public Map<String, List<Block>> blocks() {
    return blocks;
  }

  /// Adds the blocks of this template or of the one that it extends.
  public void addBlocks(Map<String, Block> more) {
    if (more.isEmpty()) {
      return;
    }
    if (blocks.isEmpty()) {
      blocks = new HashMap<>();
    }
    for (Map.Entry<String, Block> e : more.entrySet()) {
      blocks.computeIfAbsent(e.getKey(), _ -> new ArrayList<>(2)).add(e.getValue());
    }
  }

  public Undefined undefined(String name) {
    return Undefined.name(engine.undefinedKind(), name);
  }

  public Undefined undefined(Object object, Object name) {
    return Undefined.of(engine.undefinedKind(), object, name);
  }

  /// Undefined for a reason that is said.
  public Undefined undefinedBecause(String hint, String name) {
    return Undefined.because(engine.undefinedKind(), hint, name);
  }
}
