package dev.fulgur.jinja.differential;

import java.util.LinkedHashMap;
import java.util.Map;

/// The templates that random ones include, import and extend, and the statements that do so.
final class Composed {

  private final Choice choice;

  Composed(Choice choice) {
    this.choice = choice;
  }

  Map<String, String> others() {
    Map<String, String> others = new LinkedHashMap<>();
    others.put(
        "base",
        choice.of(
            "<{% block a %}A{{ s }}{% endblock %}|{% block b %}B{% endblock %}>",
            "<{% block a %}A{% block b %}B{{ i }}{% endblock %}{% endblock a %}>\n",
            "{% for x in m %}{% block a scoped %}[{{ x }}{{ loop.index }}]{% endblock %}{% endfor %}{{ self.a() }}",
            "{% set y = 7 %}{% block a %}{{ y }}{% endblock %}{%- block b required %}{% endblock %}",
            "{% block a %}{% include 'inc' %}{% endblock %}{% block b %}{{ super() }}{% endblock %}",
            "{% macro mm(p) %}<{{ p }}>{% endmacro %}{% block a %}{{ mm(i) }}{% endblock %}"
                + "{% block b %}{% endblock %}{{ x }}"));
    others.put(
        "mid",
        choice.of(
            "{% extends 'base' %}{% block a %}M{{ super() }}{% endblock %}",
            "{% extends 'base' %}{% set x = 9 %}{% block b %}{{ x }}{{ self.a() }}{% endblock %} lost",
            "{% extends base_name|d('base') %}{% block a %}{{ super.super() }}{% endblock %}",
            "{% import 'lib' as lib %}{% extends 'base' %}{% block a %}{{ lib.hi(1) }}{% endblock %}"));
    others.put(
        "inc", choice.of("[{{ i }}{{ x }}{% set y = 5 %}]", "[{{ x|d('-') }}{% set x = 6 %}]"));
    others.put("deep", "({% include 'inc' %}{% import 'lib' as l %}{{ l.hi(x|d(0)) }})");
    others.put("loops", "{% for q in m %}{{ loop.index }}{{ x|d }}{% include 'inc' %}{% endfor %}");
    others.put(
        "lib",
        "{% macro hi(a, b=2) %}({{ a }}{{ b }}{{ i }}){% endmacro %}{% set c = 7 %}{% set _p = 1 %}"
            + "{% macro wrap(t='p') %}<{{ t }}>{{ caller(t) if caller else '-' }}</{{ t }}>{% endmacro %}"
            + "{% from 'more' import up %}{% macro both(a) %}{{ up(a) }}{{ hi(a) }}{% endmacro %}lib");
    others.put(
        "more", "{% macro up(a) %}{{ a|string|upper }}{{ varargs }}{{ kwargs }}{% endmacro %}");
    others.put("broken", "{% if %}");
    others.put("base2", Scripts.base(choice));
    others.put("mid2", Scripts.middle(choice));
    others.put("leaf", Scripts.leaf(choice));
    return others;
  }

  /// A statement that brings another template in.
  String imports() {
    return choice.of(
        "{% include 'inc' %}",
        "{% include 'none' %}",
        "{% include 'none' ignore missing %}",
        "{% include ['none', 'inc'] %}",
        "{% include ['none', 'nil'] ignore missing with context %}",
        "{% include 'inc' without context %}",
        "{%- include 'deep' -%} ",
        "{% for x in m %}{% include 'inc' %}{% endfor %}",
        "{% for x in m %}{% include 'loops' %}{% else %}{% include 'deep' %}{% endfor %}",
        "{% with x = 3 %}{% include 'deep' with context %}{% endwith %}",
        "{% import 'lib' as lib %}{{ lib.hi(1) }}{{ lib.c }}{{ lib }}",
        "{% import 'lib' as lib %}{{ lib.wrap() }}{% call(x) lib.wrap('b') %}{{ x }}{{ i }}{% endcall %}",
        "{% import 'lib' as lib %}{{ lib.both('a') }}{{ lib.nope }}",
        "{% import 'lib' as lib %}{{ lib.hi.name }}{{ lib.hi.arguments }}{{ lib.wrap.caller }}",
        "{% from 'lib' import hi, c as cc %}{{ hi(2, b=3) }}{{ cc }}",
        "{% from 'lib' import both as hi, wrap %}{{ hi(i) }}{{ wrap(t='i') }}",
        "{% from 'lib' import hi with context %}{{ hi(i) }}",
        "{% from 'lib' import nope %}{{ nope }}",
        "{% from 'more' import up %}{{ up('a', 2, z=3) }}",
        "{% set x = 3 %}{% include 'inc' %}{{ y }}",
        "{% include 'broken' %}",
        "{% include missing %}",
        "{% include s %}",
        "{% macro inner() %}{% include 'inc' %}{% endmacro %}{{ inner() }}",
        "{% import 'lib' as lib with context %}{{ lib.hi(s) }}{{ lib._p }}",
        "{% import 'inc' as inc %}{{ inc.y }}{{ inc }}");
  }

  /// How a template begins that extends another.
  String parent() {
    return choice.of(
        "{% extends 'base' %}",
        "{% extends 'base' %}\n",
        "{% extends 'mid' %}",
        "{%- extends 'mid' -%}\n ",
        "{% extends 'none' %}",
        "{% extends missing %}",
        "{% if b %}{% extends 'base' %}{% endif %}",
        "{% set p = 'base' %}{% extends p %}",
        "{% extends 'base' if i else 'mid' %}",
        "x{% extends 'base' %}",
        "{% extends 'base' %}{% extends 'mid' %}",
        "{% set x = 4 %}{% extends 'base' %}");
  }
}
