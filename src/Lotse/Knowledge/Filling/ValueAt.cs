using System.Globalization;
using System.Text.Encodings.Web;
using Fluid;
using Fluid.Values;
using Lotse.Domain.Knowledge;

namespace Lotse.Knowledge.Filling;

/// <summary>A name in a template for which there is no value: it is as good as nothing in a condition, and a mark where it would be shown. Names below it may have one.</summary>
internal sealed class ValueAt(string path, IReadOnlyDictionary<string, string> values) : FluidValue
{
    public override FluidValues Type => FluidValues.Nil;

    /// <summary>Its value where there is one; else itself.</summary>
    public FluidValue Known() => values.TryGetValue(path, out var value) ? new StringValue(value) : this;

    public override bool Equals(FluidValue? other) => other is ValueAt || other?.IsNil() == true;

    public override bool Equals(object? obj) => obj is FluidValue other && Equals(other);

    public override int GetHashCode() => 0;

    public override bool ToBooleanValue() => false;

    public override decimal ToNumberValue() => 0;

    public override string ToStringValue() => MissingValues.Mark(path);

    public override object? ToObjectValue() => null;

    public override ValueTask<FluidValue> GetValueAsync(string name, TemplateContext context) => new(new ValueAt($"{path}.{name}", values).Known());

    public override ValueTask<FluidValue> GetIndexAsync(FluidValue index, TemplateContext context) => GetValueAsync(index.ToStringValue(), context);

    public override ValueTask WriteToAsync(TextWriter writer, TextEncoder encoder, CultureInfo cultureInfo) => new(writer.WriteAsync(MissingValues.Mark(path)));
}
