using System.Buffers;
using System.Text;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.Logging.Abstractions;

namespace Lotse.Ui;

/// <summary>A page or a part of one, drawn in memory and sent in one go. The framework's own result keeps each small piece of text on a list and
/// waits for the browser after each, which took as long as the drawing.</summary>
public sealed class Drawn<TPage>(int status, IEnumerable<(string Name, object? Value)> parameters) : IResult
    where TPage : IComponent
{
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        using var paper = new Paper();
        await DrawAsync(httpContext.RequestServices, paper);
        httpContext.Response.StatusCode = status;
        httpContext.Response.ContentType = "text/html; charset=utf-8";
        await paper.SendAsync(httpContext.Response.Body, httpContext.RequestAborted);
    }

    /// <summary>For whoever wants to look at it before it is sent.</summary>
    public async Task<byte[]> BytesAsync(IServiceProvider services)
    {
        using var paper = new Paper();
        await DrawAsync(services, paper);
        return paper.ToBytes();
    }

    private async Task DrawAsync(IServiceProvider services, Paper paper)
    {
        await using var renderer = new HtmlRenderer(services, NullLoggerFactory.Instance);
        await renderer.Dispatcher.InvokeAsync(async () =>
        {
            var given = ParameterView.FromDictionary(parameters.ToDictionary(p => p.Name, p => p.Value, StringComparer.Ordinal));
            (await renderer.RenderComponentAsync<TPage>(given)).WriteHtmlTo(paper);
        });
    }
}

/// <summary>Text in borrowed memory.</summary>
internal sealed class Paper : TextWriter
{
    private char[] _text = ArrayPool<char>.Shared.Rent(64 * 1024);
    private int _length;

    public override Encoding Encoding => Encoding.UTF8;

    public override void Write(char value) => Room(1)[0] = value;

    public override void Write(string? value) => Write(value.AsSpan());

    public override void Write(char[] buffer, int index, int count) => Write(buffer.AsSpan(index, count));

    public override void Write(ReadOnlySpan<char> buffer) => buffer.CopyTo(Room(buffer.Length));

    public byte[] ToBytes() => Encoding.UTF8.GetBytes(_text, 0, _length);

    public async Task SendAsync(Stream to, CancellationToken cancel)
    {
        var bytes = ArrayPool<byte>.Shared.Rent(Encoding.UTF8.GetMaxByteCount(_length));
        try
        {
            await to.WriteAsync(bytes.AsMemory(0, Encoding.UTF8.GetBytes(_text.AsSpan(0, _length), bytes)), cancel);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(bytes);
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (_text.Length > 0) ArrayPool<char>.Shared.Return(_text);
        _text = [];
        base.Dispose(disposing);
    }

    private Span<char> Room(int count)
    {
        if (_text.Length - _length < count) Grow(count);
        var room = _text.AsSpan(_length, count);
        _length += count;
        return room;
    }

    private void Grow(int count)
    {
        var larger = ArrayPool<char>.Shared.Rent(Math.Max(_text.Length * 2, _length + count));
        _text.AsSpan(0, _length).CopyTo(larger);
        ArrayPool<char>.Shared.Return(_text);
        _text = larger;
    }
}
