using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Lotse.Adapters.Database.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class ProcedureVersions : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<bool>(
                name: "inline",
                table: "text_block_files",
                type: "boolean",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<long>(
                name: "review_at",
                table: "procedures",
                type: "bigint",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "procedure_versions",
                columns: table => new
                {
                    procedure_id = table.Column<long>(type: "bigint", nullable: false),
                    version = table.Column<int>(type: "integer", nullable: false),
                    agent_id = table.Column<long>(type: "bigint", nullable: true),
                    at = table.Column<long>(type: "bigint", nullable: false),
                    content = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_procedure_versions", x => new { x.procedure_id, x.version });
                });

            migrationBuilder.CreateIndex(
                name: "ix_text_blocks_product_title_id",
                table: "text_blocks",
                columns: new[] { "product", "title", "id" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "procedure_versions");

            migrationBuilder.DropIndex(
                name: "ix_text_blocks_product_title_id",
                table: "text_blocks");

            migrationBuilder.DropColumn(
                name: "inline",
                table: "text_block_files");

            migrationBuilder.DropColumn(
                name: "review_at",
                table: "procedures");
        }
    }
}
