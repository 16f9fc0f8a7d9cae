using Mono.Cecil;
using Mono.Cecil.Cil;

namespace Lotse.Tests.Architecture;

/// <summary>Every type that one compiled type names, and the member where it names one. Nested types are not looked into.</summary>
internal static class Mentions
{
    public static IEnumerable<(TypeReference Type, string Member)> Of(TypeDefinition type) =>
        OfSignature(type).Concat(type.Methods.SelectMany(OfMethod)).SelectMany(found => Flat(found.Type).Select(each => (each, found.Member)));

    private static IEnumerable<(TypeReference Type, string Member)> OfSignature(TypeDefinition type)
    {
        if (type.BaseType is not null) yield return (type.BaseType, "");
        foreach (var each in type.Interfaces) yield return (each.InterfaceType, "");
        foreach (var field in type.Fields) yield return (field.FieldType, "");
        foreach (var each in type.Events) yield return (each.EventType, "");
        foreach (var each in Constraints(type)) yield return (each, "");
        var attributed = new List<ICustomAttributeProvider> { type };
        attributed.AddRange(type.Fields);
        attributed.AddRange(type.Properties);
        attributed.AddRange(type.Events);
        foreach (var each in attributed.SelectMany(Attributes)) yield return (each, "");
    }

    private static IEnumerable<(TypeReference Type, string Member)> OfMethod(MethodDefinition method)
    {
        foreach (var each in Signature(method)) yield return (each, "");
        foreach (var each in Constraints(method)) yield return (each, "");
        foreach (var each in method.Overrides) yield return (each.DeclaringType, each.Name);
        var attributed = new List<ICustomAttributeProvider> { method, method.MethodReturnType };
        attributed.AddRange(method.Parameters);
        foreach (var each in attributed.SelectMany(Attributes)) yield return (each, "");
        if (!method.HasBody) yield break;
        foreach (var local in method.Body.Variables) yield return (local.VariableType, "");
        foreach (var handler in method.Body.ExceptionHandlers.Where(handler => handler.CatchType is not null)) yield return (handler.CatchType, "");
        foreach (var each in method.Body.Instructions.SelectMany(OfInstruction)) yield return each;
    }

    private static IEnumerable<(TypeReference Type, string Member)> OfInstruction(Instruction instruction)
    {
        switch (instruction.Operand)
        {
            case MethodReference called:
                yield return (called.DeclaringType, called.Name);
                foreach (var each in Signature(called)) yield return (each, "");
                if (called is GenericInstanceMethod closed)
                {
                    foreach (var each in closed.GenericArguments) yield return (each, "");
                }
                break;
            case FieldReference field:
                yield return (field.DeclaringType, field.Name);
                yield return (field.FieldType, "");
                break;
            case TypeReference type:
                yield return (type, "");
                break;
            case CallSite site:
                foreach (var each in Signature(site)) yield return (each, "");
                break;
        }
    }

    private static IEnumerable<TypeReference> Signature(IMethodSignature method) =>
        method.Parameters.Select(parameter => parameter.ParameterType).Append(method.ReturnType);

    private static IEnumerable<TypeReference> Constraints(IGenericParameterProvider generic) =>
        generic.GenericParameters.SelectMany(parameter => parameter.Constraints).Select(constraint => constraint.ConstraintType);

    private static IEnumerable<TypeReference> Attributes(ICustomAttributeProvider owner) => owner.CustomAttributes.SelectMany(attribute =>
        attribute.ConstructorArguments.Concat(attribute.Properties.Select(each => each.Argument)).Concat(attribute.Fields.Select(each => each.Argument))
            .SelectMany(ArgumentTypes).Prepend(attribute.AttributeType));

    private static IEnumerable<TypeReference> ArgumentTypes(CustomAttributeArgument argument) => argument.Value switch
    {
        TypeReference named => [named],
        CustomAttributeArgument inner => ArgumentTypes(inner),
        CustomAttributeArgument[] many => many.SelectMany(ArgumentTypes),
        _ => [],
    };

    /// <summary>A closed generic type names its parts; arrays, references, pointers and modifiers name what they are made of.</summary>
    private static IEnumerable<TypeReference> Flat(TypeReference type) => type switch
    {
        GenericParameter => [],
        GenericInstanceType closed => [closed.ElementType, .. closed.GenericArguments.SelectMany(Flat)],
        FunctionPointerType pointer => Signature(pointer).SelectMany(Flat),
        IModifierType modified => [.. Flat(modified.ModifierType), .. Flat(modified.ElementType)],
        TypeSpecification made => Flat(made.ElementType),
        _ => [type],
    };
}
