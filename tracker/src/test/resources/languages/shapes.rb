require 'set'

LIMIT = 10
lower = 1

module Geometry
  PI = 3.14

  class Circle < Shape
    attr_reader :radius

    def initialize(radius)
      @radius = radius
    end

    def area
      PI * @radius
    end

    def self.of(radius)
      new(radius)
    end

    def ==(other)
      true
    end

    class << self
      def many
        []
      end
    end
  end

  def self.helper
  end
end

class Geometry::Point
  def x? = true
end

def top
end

class Guarded
  private def secret; end
end
