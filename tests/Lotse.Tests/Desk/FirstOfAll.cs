using System.Runtime.CompilerServices;
using Lotse.Adapters.MailServer.Reading;

namespace Lotse.Tests.Desk;

/// <summary>Tests write mail of their own with the same library: the desk's charsets come before that too.</summary>
internal static class FirstOfAll
{
    [ModuleInitializer]
    internal static void Run() => RuntimeHelpers.RunModuleConstructor(typeof(MailReader).Module.ModuleHandle);
}
